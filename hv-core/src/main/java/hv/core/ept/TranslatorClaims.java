package hv.core.ept;

import hv.api.MemoryTranslator.Range;
import hv.api.Stage;
import java.util.List;

/**
 * One memory translator in its chain.
 *
 * @param ranges guest-physical addresses that it is asked about, in their order; empty for all
 */
public record TranslatorClaims(String plugin, Stage stage, List<Range> ranges) {
}
