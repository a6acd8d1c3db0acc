/**
 * Execution: {@link hv.cpu.engine.Engine} is the loop. It finds decoded blocks, runs them for as long as nothing is due, and looks at
 * events between instructions ({@code Boundary}).
 */
package hv.cpu.engine;
