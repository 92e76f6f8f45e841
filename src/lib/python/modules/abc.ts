import { PyClass } from '../classes';
import { plainMetaclasses } from '../build-class';
import { abstractMarks } from '../construct';
import { registerModule } from '../module';
import { native } from '../native';
import { objectClass } from '../types';

const metaclass = new PyClass('ABCMeta', [objectClass], { module: 'abc' });
plainMetaclasses.add(metaclass);

const abstractmethod = native('abstractmethod(funcobj)', (fn: object) => {
	abstractMarks.add(fn);
	return fn;
});

registerModule('abc', {
	ABC: new PyClass('ABC', [objectClass], { module: 'abc', create: objectClass.create ?? undefined }),
	ABCMeta: metaclass,
	abstractmethod,
	abstractproperty: abstractmethod
});
