/** Serial ports: {@link hv.devices.serial.Serial}, the guest's console, and {@link hv.devices.serial.SerialTwo}. */
package hv.devices.serial;
