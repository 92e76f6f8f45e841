import './config';
import './control-flow';
import './debug';
import './errors';
import './partial';
import './segments';
import './transforms';
import './vectorize';
