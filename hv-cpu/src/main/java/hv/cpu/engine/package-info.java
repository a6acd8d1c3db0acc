/**
 * Execution: {@code Engine} is the loop. It finds decoded {@code Block}s, runs them for as long as nothing is due, and looks at
 * events between instructions ({@code Boundary}).
 */
package hv.cpu.engine;
