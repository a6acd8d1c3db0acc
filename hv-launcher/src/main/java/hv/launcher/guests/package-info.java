/** The guests that come with hv. Their source is beside the binaries' build script, in {@code src/main/guests}. */
package hv.launcher.guests;
