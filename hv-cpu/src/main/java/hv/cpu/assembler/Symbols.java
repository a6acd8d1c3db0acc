package hv.cpu.assembler;

import hv.api.Names;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Labels and constants: which there are is known from the start, their values settle pass by pass. */
final class Symbols {
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Map<String, Value> values = new HashMap<>();
    private String moved;
    /** Somebody asked for a value that is not known yet. */
    private String unknown;

    /** @throws AssemblyException if there is one of this name already */
    void declare(String name, Place place) {
        var other = places.putIfAbsent(name, place);
        if (other != null) throw place.error("'" + name + "' is defined a second time; the first is in line " + other.line());
    }

    void startPass() { moved = unknown = null; }

    void define(String name, Value value, Place place) {
        if (value.equals(values.put(name, value))) return;
        if (moved == null) moved = name;
    }

    Value value(String name, Place place) {
        if (!places.containsKey(name)) throw place.error("there is no symbol '" + name + "'" + Names.hint(name, places.keySet()));
        var value = values.getOrDefault(name, Value.UNKNOWN);
        if (!value.known() && unknown == null) unknown = name;
        return value;
    }

    boolean settled() { return moved == null; }

    /** About a symbol that never settles, or null. */
    AssemblyException restless() { return moved == null ? null : places.get(moved).error("'" + moved + "' depends on itself: its value changes for ever"); }

    /** About a symbol that has no value though all has settled, or null. */
    AssemblyException circular() { return unknown == null ? null : places.get(unknown).error("'" + unknown + "' depends on itself"); }

    Map<String, Long> numbers() {
        Map<String, Long> all = new LinkedHashMap<>();
        places.keySet().forEach(name -> all.put(name, values.get(name).number()));
        return all;
    }
}
