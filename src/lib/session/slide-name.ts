import type { Slide } from './deck';
import { placeName } from './sentence';

/** What a slide is called on screen: its title, else the moment that it shows. */
export const slideName = ({ title, sight }: Slide): string =>
	title !== '' ? title : sight.moment ? placeName(sight.moment) : 'the beginning';
