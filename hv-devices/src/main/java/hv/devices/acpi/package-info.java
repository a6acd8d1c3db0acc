/**
 * ACPI. Read {@link hv.devices.acpi.Acpi} first; {@link hv.devices.acpi.AcpiTables} writes the tables, {@link hv.devices.acpi.Aml} the machine
 * language in them, and {@link hv.devices.acpi.PowerManagement} answers the registers.
 */
package hv.devices.acpi;
