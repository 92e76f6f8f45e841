/** Loading this puts the methods into the builtin classes. */
import './dict';
import './list';
import './number';
import './object';
import './set';
import './str';
