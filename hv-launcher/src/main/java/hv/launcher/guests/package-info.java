/** The guests that come with hv: {@link hv.launcher.guests.BundledGuest}. Their source is in {@code src/main/guests}, with the script that builds them. */
package hv.launcher.guests;
