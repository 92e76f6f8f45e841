/** Loading this puts the methods into the builtin classes. */
import './bytes';
import './dict';
import './list';
import './number';
import './object';
import './set';
import './str';
