/** Plugins as anybody could write them: this module sees {@code hv.api} alone, and nothing is exported. */
module hv.examples.plugins {
    requires hv.api;
    provides hv.api.ExitHandler with
        hv.examples.plugins.CpuidSpoof, hv.examples.plugins.Greeting, hv.examples.plugins.ExitStatistics,
        hv.examples.plugins.ExitMeter, hv.examples.plugins.Dice;
    provides hv.api.MemoryTranslator with hv.examples.plugins.HiddenPage;
}
