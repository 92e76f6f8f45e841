import type { Component } from 'svelte';
import type { Session } from '$lib/session/session.svelte';
import type { Panel } from '$lib/session/view';
import Branches from './Branches.svelte';
import Cause from './Cause.svelte';
import Changes from './Changes.svelte';
import Compare from './Compare.svelte';
import Data from './Data.svelte';
import Faults from './Faults.svelte';
import Find from './Find.svelte';
import Inspect from './Inspect.svelte';
import Table from './Table.svelte';
import Watch from './Watch.svelte';

interface PanelSkin {
	readonly name: string;
	/** Whether it shows nothing of what comes after the moment where that is to be kept back. */
	readonly keepsBack?: true;
	readonly component: Component<{ session: Session }>;
}

export const panelSkins: { readonly [P in Panel]: PanelSkin } = {
	inspect: { name: 'Inspect', component: Inspect },
	watch: { name: 'Watch', component: Watch },
	find: { name: 'Find', component: Find },
	changes: { name: 'Changes', component: Changes },
	cause: { name: 'Cause', component: Cause },
	faults: { name: 'Faults', component: Faults },
	branches: { name: 'Branches', component: Branches },
	compare: { name: 'Compare', component: Compare },
	data: { name: 'Data', component: Data, keepsBack: true },
	table: { name: 'Table', component: Table, keepsBack: true }
};
