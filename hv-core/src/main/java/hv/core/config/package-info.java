/** What a run is made from, as values. Read {@link hv.core.config.HypervisorConfig} first; a launcher or a test fills it in, and nothing here looks at files. */
package hv.core.config;
