package hv.devices.interrupts;

import hv.api.machine.State;
import hv.api.machine.StateFields;

/** The state of one 8259A. Bit n of each mask is input n. */
final class PicState implements State {
    int requests, inService, mask;
    /** The inputs' present levels, and which of them are level-triggered (ELCR, outside the chip). */
    int levels, levelTriggered;
    /** The vector of input 0; a multiple of 8. */
    int base;
    /** Which inputs have a slave (master), or this chip's number (slave). */
    int cascade;
    /** The input of lowest priority: 7 unless rotated. */
    int lowest = 7;
    /** The initialization command word that comes next: 2, 3 or 4 after ICW1; 0 where initialization is over. */
    int nextWord;
    boolean single, needsWord4, everyInputByLevel;
    boolean autoEoi, rotatesOnAutoEoi, specialFullyNested, specialMask;
    /** OCW3: reading gives the in-service register instead of the requests; the next read polls. */
    boolean readsInService, polls;

    @Override public void fields(StateFields fields) {
        requests = fields.number("requests", requests);
        inService = fields.number("inService", inService);
        mask = fields.number("mask", mask);
        levels = fields.number("levels", levels);
        levelTriggered = fields.number("levelTriggered", levelTriggered);
        base = fields.number("base", base);
        cascade = fields.number("cascade", cascade);
        lowest = fields.number("lowest", lowest);
        nextWord = fields.number("nextWord", nextWord);
        single = fields.flag("single", single);
        needsWord4 = fields.flag("needsWord4", needsWord4);
        everyInputByLevel = fields.flag("everyInputByLevel", everyInputByLevel);
        autoEoi = fields.flag("autoEoi", autoEoi);
        rotatesOnAutoEoi = fields.flag("rotatesOnAutoEoi", rotatesOnAutoEoi);
        specialFullyNested = fields.flag("specialFullyNested", specialFullyNested);
        specialMask = fields.flag("specialMask", specialMask);
        readsInService = fields.flag("readsInService", readsInService);
        polls = fields.flag("polls", polls);
    }
}
