import { part } from '$lib/parts/part';

/**
 * What fewer programs need, of JAX, of NumPy, of Python's own modules and of the language. Names are separated by
 * blanks; words only guess which parts a program will need.
 */

const anyOf = (names: string): RegExp => new RegExp(`\\b(${names.replaceAll(' ', '|')})\\b`);

export const transformNames =
	'jit make_jaxpr eval_shape typeof block_until_ready device_get device_put effects_barrier Array __version__ float0 ShapeDtypeStruct';
export const transforms = part('jit', () => import('./bindings/jax/transforms'), anyOf(transformNames));

export const derivativeNames =
	'checkpoint remat custom_gradient custom_jvp custom_vjp grad value_and_grad jacfwd jacrev jacobian hessian vjp linearize jvp linear_transpose';
export const derivatives = part(
	'derivatives',
	() => import('./bindings/autodiff'),
	/\b(value_and_|custom_)?grad(ient)?\b|jac(fwd|rev|obian)|hessian|vjp|jvp|linearize|checkpoint|remat|custom_derivatives/
);

export const settingNames =
	'config named_scope default_matmul_precision default_device ensure_compile_time_eval log_compiles debug_key_reuse enable_x64 ' +
	'disable_jit debug_nans debug_infs checking_leaks numpy_rank_promotion numpy_dtype_promotion named_call devices local_devices ' +
	'default_backend device_count local_device_count process_count process_index';
export const settings = part('settings', () => import('./bindings/jax/config'), anyOf(settingNames));

export const debug = part('debug', () => import('./bindings/jax/debug'), /\bdebug\b/);

export const loopNames =
	'fori_loop while_loop cond switch map associative_scan psum pmax pmin pmean axis_index axis_size all_gather ppermute pshuffle ' +
	'psum_scatter all_to_all pswapaxes';
export const loops = part('loops', () => import('./bindings/jax/control-flow'), anyOf(loopNames));

export const lax = part('lax', () => import('./bindings/lax'), /\blax\.(?!scan\b)|lax import(?! scan$)/m);
export const rarerLaxNames =
	'GatherDimensionNumbers ScatterDimensionNumbers GatherScatterMode gather scatter scatter_add scatter_mul scatter_min scatter_max ' +
	'reduce_window conv conv_with_general_padding conv_general_dilated conv_transpose custom_root custom_linear_solve approx_max_k ' +
	'approx_min_k igamma igammac betainc zeta polygamma bessel_i0e bessel_i1e';
export const rarerLax = part('rarer lax', () => import('./bindings/lax-rarer'), anyOf(rarerLaxNames));
/** What of `jax.numpy` is there from the start. */
export const firstNames =
	'pi e inf nan newaxis negative absolute abs square exp log sqrt sin cos tanh maximum minimum array zeros ones arange matmul sum max min mean';
export const jnp = part(
	'jax.numpy',
	() => import('./bindings/jnp'),
	new RegExp(`\\bjnp\\.(?!(${firstNames.replaceAll(' ', '|')})\\b)|numpy import`)
);
export const rarestJnpNames =
	'isdtype unique_all i0 kaiser frompyfunc histogram2d histogramdd printoptions set_printoptions get_printoptions';
export const rarestJnp = part(
	'rarest of jax.numpy',
	() => import('./bindings/jnp/rarest'),
	anyOf(`${rarestJnpNames} tensorinv tensorsolve`)
);
export const linalg = part('linalg', () => import('./bindings/linalg'), /\blinalg\b/);
export const nn = part('nn', () => import('./bindings/nn'), /\bnn\b/);
export const rarerNnNames = 'dot_product_attention logmeanexp sparse_plus sparse_sigmoid';
export const rarerNn = part('rarer nn', () => import('./bindings/nn-rarer'), anyOf(rarerNnNames));
export const laxLinalg = part('lax.linalg', () => import('./bindings/lax-linalg'), /\blax\.linalg\b/);
export const random = part('random', () => import('./bindings/random'), /\brandom\b/);
export const scipy = part('scipy', () => import('./bindings/scipy'), /\bscipy\b/);
export const segments = part('segments', () => import('./bindings/jax/segments'), /\bsegment_/);
export const trees = part('trees', () => import('./bindings/trees'), /\b(tree\w*|ravel_pytree)\b/);
export const numpy = part('numpy', () => import('./bindings/numpy'), /\bnumpy as (?!jnp\b)|\bimport numpy\b/);
export const arrayMethods = part(
	'array methods',
	() => import('./bindings/array-methods'),
	/\.(at|T|astype|clip|copy|dot|dtype|flatten|item|ravel|reshape|round|squeeze|tolist|transpose)\b/
);

const called = (names: string): RegExp => new RegExp(`(?<![.\\w])(${names.replaceAll(' ', '|')})\\(`);

/** Builtins that are called, and classes that are handed over. */
const builtinWords = (names: string): RegExp =>
	new RegExp(`${called(names).source}|(?<![.\\w])(bool|int|float|\\w+(Error|Exception))\\b`);

export const builtins = part(
	'builtins',
	() => import('./builtins/table'),
	builtinWords(
		'abs all any bool dict enumerate float getattr hasattr int isinstance iter len list map max min next print property range ' +
			'repr reversed round set sorted str sum super tuple type zip'
	)
);
export const methods = part(
	'methods',
	() => import('./methods/all'),
	/['"\])]\.|\.(append|items|keys|values|get|join|format)\b/
);

export const abc = part('abc', () => import('./modules/abc'), /\babc\b/);
export const algorithms = part(
	'algorithms',
	() => import('./modules/algorithms'),
	/\b(bisect|heapq|statistics)\b/
);
export const collections = part('collections', () => import('./modules/collections'), /\bcollections\b/);
export const contextlib = part('contextlib', () => import('./modules/contextlib'), /\bcontextlib\b/);
export const copy = part('copy', () => import('./modules/copy'), /\bimport copy|from copy\b/);
export const dataclasses = part('dataclasses', () => import('./modules/dataclasses'), /\bdataclass/);
export const enums = part('enum', () => import('./modules/enum'), /\benum\b/);
export const functools = part('functools', () => import('./modules/functools'), /\b(functools|partial)\b/);
export const itertools = part('itertools', () => import('./modules/itertools'), /\bitertools\b/);
export const json = part('json', () => import('./modules/json'), /\bjson\b/);
export const math = part('math', () => import('./modules/math'), /\bmath\b/);
export const operator = part('operator', () => import('./modules/operator'), /\boperator\b/);
export const system = part(
	'system modules',
	() => import('./modules/small'),
	/\b(import [\w., ]*|from )\b(time|string|sys|types|warnings|numbers|gc)\b/
);
export const io = part('io', () => import('./modules/io'), /\bio\b/);
export const environment = part('environment', () => import('./modules/environment'), /\b(os|logging)\b/);
export const texts = part('texts', () => import('./modules/texts'), /\b(textwrap|pprint)\b/);
export const typing = part('typing', () => import('./modules/typing'), /\b(typing\w*|collections\.abc)\b/);

export const classStatement = part('class', () => import('./evaluate/class-statement'), /\bclass\b/);
export const matchStatement = part('match', () => import('./evaluate/match'), /^\s*match\b/m);
export const patterns = part('patterns', () => import('./parse/patterns'), /^\s*case\b/m);
export const tryStatement = part('try', () => import('./evaluate/try'), /\b(try|with)\b/);
export const withStatement = part('with', () => import('./evaluate/with'), /\bwith\b/);
export const generators = part('generators', () => import('./evaluate/generator-statements'), /\byield\b/);
export const generatorObjects = part(
	'generator objects',
	() => import('./generator'),
	/\byield\b|\S[^\S\n]+for\b/
);
export const formattedStrings = part(
	'formatted strings',
	() => import('./evaluate/formatted-strings'),
	/\b[fF][rR]?['"]|\b[rR][fF]['"]/
);
export const formattedTokens = part(
	'tokens of formatted strings',
	() => import('./parse/formatted-tokens'),
	/\b[fF][rR]?['"]|\b[rR][fF]['"]/
);
export const bytes = part('bytes', () => import('./bytes'), /\b[bB][rR]?['"]/);
export const formats = part('formats', () => import('./format'), /\bformat\b|\b[fF][rR]?['"]/);
export const attributes = part(
	'attributes',
	() => import('./rarer-attributes'),
	/['"\])]\.|\.(append|items|keys|values|get|join|format|def[jv]\w+|__\w+)\b|\b(class|NamedTuple|namedtuple)\b/
);
export const subscripts = part(
	'subscripts',
	() => import('./rarer-subscripts'),
	/\[\s*['"fr:]|:\s*\]|\{|\bdict\b/
);
export const setters = part('setters', () => import('./set-attribute'), /\bclass\b|^\s*del\b/m);
/** Operators of containers, strings and types. */
export const operators = part(
	'operators',
	() => import('./rarer-operators'),
	/['"}]\s*[%*+|&-]|[%*+|&-]\s*['"[{]|(?<![\w\])])\[[^\]\n]*\]\s*[*+]|,\s*\)\s*[*+]|\+\s*\([^()]*,|\b(set|frozenset|list|tuple)\b/
);
/** Words about names that are not there. */
export const missing = part('missing names', () => import('./missing'), null, 'errors');
export const advice = part('advice', () => import('./advice/advice'), null, 'errors');
export const itemSetters = part('item setters', () => import('./set-item'), /\]\s*[-+*/|&^%@]*=[^=]|\bdel\b/);
export const hashes = part('hashes', () => import('./hash'), /\b(class|Enum|frozenset|hash|set)\b/);
export const iterables = part(
	'iterables',
	() => import('./rarer-iterables'),
	/\b(class|dict|set|frozenset|Enum|deque|Counter|defaultdict|OrderedDict|items|keys|values)\b|\{/
);
export const division = part('division', () => import('./division'), /%|\/\/|\d\s*\/|\/\s*\d/);
export const comparing = part('comparing', () => import('./compare-objects'), /\b(in|is)\b.*[[({:]/);
export const objectTexts = part(
	'texts of objects',
	() => import('./object-repr'),
	/\b(print|repr|str|class|NamedTuple|namedtuple)\b|\{/
);
export const rarerStatements = part(
	'statements',
	() => import('./evaluate/rarer-statements'),
	/[-+*/|&^%@]=|\b(assert|raise|class)\b/
);
export const rarerCompounds = part(
	'compound statements',
	() => import('./parse/rarer-compound'),
	/\b(try|with|class|match)\b|^\s*@/m
);
export const braced = part('braces', () => import('./parse/braces'), /\{/);
export const ownOperators = part(
	'operators of classes',
	() => import('./own-operators'),
	/\bclass\b|[-+*/|&^%@]=/
);
export const floatTexts = part('texts of numbers', () => import('./float-text'), /\b(print|repr|str)\b/);
export const builtinCalls = part(
	'calls of builtins',
	() => import('./builtin-call'),
	called('print len range int float zip enumerate list abs')
);
