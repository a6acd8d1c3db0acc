/**
 * Timers and clocks. {@link hv.devices.time.Pit} is the 8254 interval timer, {@link hv.devices.time.Rtc} the real-time clock. Both work out what
 * software sees from virtual time; a timer is armed only where an interrupt line will change.
 */
package hv.devices.time;
