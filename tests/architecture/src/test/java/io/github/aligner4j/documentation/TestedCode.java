// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.documentation;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The code of all tests, in which snippets are looked up. A snippet is tested if its statements are in the body of a
 * test method, which runs them, or of a method that is {@link CompiledOnly}, or if it consists of whole members of a test
 * class, which compile. Spaces, line breaks and comments don't count, since the formatter chooses them.
 */
final class TestedCode {

    private static final Pattern TEST = Pattern.compile("@(?:\\w*Test|CompiledOnly)\\b");

    /** The modifiers that a member of a test has and a page leaves out, behind annotations that both have. */
    private static final Pattern MODIFIERS =
            Pattern.compile("^((?:@\\w+(?:\\([^)]*\\))?\\s+)*)(?:(?:private|static)\\s+)+");

    /** Literals, which stay; comments, and white space. */
    private static final Pattern LAYOUT =
            Pattern.compile("\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\])'|//[^\\n]*|(?s)/\\*.*?\\*/|\\s+");

    private final List<Path> files;
    private final List<String> sources;

    TestedCode() {
        files = Pages.files(".java").stream()
                .filter(file -> file.toString().replace('\\', '/').contains("/src/test/java/"))
                .toList();
        sources = files.stream().map(Pages::read).map(TestedCode::withoutLayout).toList();
    }

    /** Returns whether a test runs, or at least compiles, the snippet. */
    boolean contains(String snippet) {
        String code = withoutLayout(snippet);
        String longestLine = snippet.lines()
                .map(TestedCode::withoutLayout)
                .max(Comparator.comparingInt(String::length))
                .orElse("");
        for (int i = 0; i < files.size(); i++) {
            if (sources.get(i).contains(longestLine) && isTested(files.get(i), code)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTested(Path file, String code) {
        Members members = Members.of(file);
        return members.bodies.stream().anyMatch(body -> body.contains(code)) || members.consistOf(code);
    }

    private static String withoutLayout(String code) {
        return LAYOUT.matcher(code).replaceAll((MatchResult match) -> {
            char first = match.group().charAt(0);
            return first == '"' || first == '\'' ? Matcher.quoteReplacement(match.group()) : "";
        });
    }

    /** The members of the classes of a file, and the bodies of its test methods, all without layout. */
    private static final class Members extends TreeScanner<Void, Void> {

        private final List<String> bodies = new ArrayList<>();
        private final List<String> members = new ArrayList<>();
        private final String source;
        private final CompilationUnitTree unit;
        private final SourcePositions positions;

        private Members(String source, CompilationUnitTree unit, SourcePositions positions) {
            this.source = source;
            this.unit = unit;
            this.positions = positions;
        }

        static Members of(Path file) {
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
                JavacTask task = (JavacTask) compiler.getTask(
                        null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjects(file));
                CompilationUnitTree unit = task.parse().iterator().next();
                Members members =
                        new Members(Pages.read(file), unit, Trees.instance(task).getSourcePositions());
                members.scan(unit, null);
                return members;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            members.add(member(type));
            return super.visitClass(type, null);
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            members.add(member(method));
            if (method.getBody() != null
                    && TEST.matcher(method.getModifiers().toString()).find()) {
                bodies.add(withoutLayout(source(method.getBody())));
            }
            return super.visitMethod(method, null);
        }

        /** Returns a member as a page shows it: without what makes it a member of a test. */
        private String member(Tree tree) {
            String code = source(tree).replaceFirst("^@Nested\\s+", "");
            return withoutLayout(MODIFIERS.matcher(code).replaceFirst("$1"));
        }

        private String source(Tree tree) {
            int start = (int) positions.getStartPosition(unit, tree);
            int end = (int) positions.getEndPosition(unit, tree);
            return start < 0 || end < 0 ? "" : source.substring(start, end);
        }

        /** Returns whether the code is a sequence of members. */
        boolean consistOf(String code) {
            return code.isEmpty()
                    || members.stream()
                            .filter(member -> !member.isEmpty() && code.startsWith(member))
                            .anyMatch(member -> consistOf(code.substring(member.length())));
        }
    }
}
