/**
 * The configuration of a run, as values. Read {@link hv.core.config.HypervisorConfig} first. A launcher or a test fills it in; nothing here reads
 * files.
 */
package hv.core.config;
