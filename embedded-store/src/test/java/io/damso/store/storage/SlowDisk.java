package io.damso.store.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** A file system for H2 that counts and can hold up the forcing of data to the disk. */
public final class SlowDisk extends FilePathWrapper {

    private static final ReentrantLock lock = new ReentrantLock();
    private static final Condition released = lock.newCondition();
    private static final AtomicInteger forces = new AtomicInteger();
    private static boolean held;
    private static int waiting;

    static String path(Path file) {
        FilePath.register(new SlowDisk());
        return "slow:" + file;
    }

    static void hold() {
        lock.lock();
        held = true;
        lock.unlock();
    }

    static void release() {
        lock.lock();
        held = false;
        released.signalAll();
        lock.unlock();
    }

    static int forces() {
        return forces.get();
    }

    static int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String getScheme() {
        return "slow";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new SlowChannel(super.open(mode));
    }

    private static void await() {
        lock.lock();
        try {
            waiting++;
            while (held) {
                released.awaitUninterruptibly();
            }
            waiting--;
        } finally {
            lock.unlock();
        }
    }

    private static final class SlowChannel extends FileBase {

        private final FileChannel channel;

        SlowChannel(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            await();
            forces.incrementAndGet();
            channel.force(metaData);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public long position() throws IOException {
            return channel.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            return channel.position(position);
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return channel.read(target);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return channel.read(target, position);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            return channel.write(source);
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            return channel.write(source, position);
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            return channel.truncate(size);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return channel.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            channel.close();
        }
    }
}
