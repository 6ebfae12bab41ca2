package io.damso.reliability.disk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * A Java agent that puts H2's files on a disk that forgets. H2 opens its files in one method, {@code
 * FilePathDisk.open(String)}; the agent lets it return a {@link ForgetfulChannel}. So the store's own program runs
 * unchanged. Registering another file system of H2 would need the store to name it.
 */
public final class ForgetfulDisk implements ClassFileTransformer {

    private static final String OPENER = "org/h2/store/fs/disk/FilePathDisk";
    private static final String OPEN = "open";

    private static final List<Class<?>> PARTS =
            List.of(ForgetfulDisk.class, Options.class, ForgetfulChannel.class, Loss.class);

    /** What the JVM was started with. */
    private record Options(Loss loss, Path sign) {}

    private static volatile @Nullable Options options;

    private ForgetfulDisk() {}

    /**
     * Writes the agent as a jar and returns the JVM's option for it.
     *
     * @param jar file to write
     * @param loss what a kill of that JVM loses
     * @param sign file that is created as soon as a file of H2 is opened in this way
     * @throws UncheckedIOException if the jar cannot be written
     */
    public static String option(Path jar, Loss loss, Path sign) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), ForgetfulDisk.class.getName());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Class<?> part : PARTS) {
                String name = part.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(name));
                try (InputStream in = Objects.requireNonNull(ForgetfulDisk.class.getResourceAsStream("/" + name))) {
                    in.transferTo(out);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "-javaagent:" + jar + "=" + loss + ":" + sign;
    }

    /** Called by the JVM before the program starts. */
    public static void premain(String argument, Instrumentation instrumentation) {
        int end = argument.indexOf(':');
        options = new Options(Loss.valueOf(argument.substring(0, end)), Path.of(argument.substring(end + 1)));
        instrumentation.addTransformer(new ForgetfulDisk());
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        if (loader == null || !OPENER.equals(name)) {
            return null;
        }
        ClassFile format = ClassFile.of(
                ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(loader)));
        ClassDesc channel = ClassDesc.of(FileChannel.class.getName());
        ClassDesc disk = ClassDesc.of(ForgetfulDisk.class.getName());
        return format.transformClass(
                format.parse(bytes),
                ClassTransform.transformingMethodBodies(
                        method -> method.methodName().equalsString(OPEN), (code, element) -> {
                            if (element instanceof ReturnInstruction) {
                                code.invokestatic(disk, "forgetful", MethodTypeDesc.of(channel, channel));
                            }
                            code.with(element);
                        }));
    }

    /** Called where H2 has opened a file. */
    public static FileChannel forgetful(FileChannel file) throws IOException {
        Options given = Objects.requireNonNull(options);
        Files.write(given.sign(), new byte[0]);
        return new ForgetfulChannel(file, given.loss(), new SplittableRandom());
    }
}
