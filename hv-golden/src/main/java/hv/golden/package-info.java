/** Text for people, compared with files that people review. Read {@link hv.golden.Golden} first. */
package hv.golden;
