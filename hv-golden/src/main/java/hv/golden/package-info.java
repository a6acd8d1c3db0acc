/** Text that people meet, compared with files that people review: {@link hv.golden.Golden}. */
package hv.golden;
