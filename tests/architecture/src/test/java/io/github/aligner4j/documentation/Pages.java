// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Markdown files of this repository, and the blocks of code in them. */
final class Pages {

    static final Path ROOT = root();

    private static final Set<String> SKIPPED_FOLDERS = Set.of("target", ".git", ".jt", "node_modules");

    /** A fence may be indented, as in lists; its info string is the language and, after a space, anything else. */
    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```(\\w*)[^\\n]*\\n(.*?)^ *```");

    private Pages() {}

    /** Returns all Markdown files. */
    static List<Path> all() {
        return files(".md");
    }

    /** Returns the files whose names end so, in all folders that are not built. */
    static List<Path> files(String suffix) {
        List<Path> found = new ArrayList<>();
        collect(ROOT, suffix, found);
        return found;
    }

    private static void collect(Path folder, String suffix, List<Path> found) {
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : children.sorted().toList()) {
                String name = child.getFileName().toString();
                if (Files.isDirectory(child) && !SKIPPED_FOLDERS.contains(name)) {
                    collect(child, suffix, found);
                } else if (name.endsWith(suffix)) {
                    found.add(child);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the blocks of all pages. */
    static Stream<CodeBlock> blocks() {
        return all().stream().flatMap(page -> blocks(page).stream());
    }

    /** Returns the blocks of all pages in the language; that of blocks without one is empty. */
    static Stream<CodeBlock> blocks(String language) {
        return blocks().filter(block -> block.language().equals(language));
    }

    /** Returns the blocks of a page. */
    static List<CodeBlock> blocks(Path page) {
        String text = read(page);
        List<CodeBlock> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            int line = (int) text.substring(0, block.start()).lines().count() + 1;
            String code = block.group(3).replaceAll("(?m)^" + block.group(1), "");
            blocks.add(new CodeBlock(name(page), line, block.group(2), code));
        }
        return blocks;
    }

    /** Returns the page's path from the root of the repository, with slashes. */
    static String name(Path page) {
        return ROOT.relativize(page).toString().replace('\\', '/');
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("ARCHITECTURE.md"))) {
            folder = Objects.requireNonNull(folder.getParent(), "no folder above has ARCHITECTURE.md");
        }
        return folder;
    }

    /**
     * A block of code.
     *
     * @param page path of the page
     * @param line number of the line of its opening fence
     * @param language the first word behind the fence; empty without one
     * @param code the lines between the fences
     */
    record CodeBlock(String page, int line, String language, String code) {

        /** Returns where the block is, for messages. */
        String place() {
            return page + ":" + line;
        }
    }
}
