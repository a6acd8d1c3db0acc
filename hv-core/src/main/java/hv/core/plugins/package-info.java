/**
 * Finding plugins and choosing among them. Read {@link hv.core.plugins.PluginPath} first: it finds them on the module path and in jars, and makes a
 * {@link hv.core.plugins.PluginCatalog}. {@link hv.core.plugins.PluginChoice} picks those of one virtual machine,
 * {@link hv.core.plugins.SettingValues} reads their settings.
 */
package hv.core.plugins;
