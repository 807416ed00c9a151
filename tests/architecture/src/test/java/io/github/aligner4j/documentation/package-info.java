/** The pages of the documentation: their snippets are compiled and run, their links, commands and numbers checked. */
@NullMarked
package io.github.aligner4j.documentation;

import org.jspecify.annotations.NullMarked;
