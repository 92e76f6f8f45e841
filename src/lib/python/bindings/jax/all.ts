import './control-flow';
import './debug';
import './errors';
import './transforms';
import './vectorize';
