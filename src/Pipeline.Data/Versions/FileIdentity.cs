using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Pipeline.Data.Versions;

/// <summary>What changes with a file's content, without reading it. Times are nanoseconds since 1970.</summary>
/// <param name="Size">In bytes.</param>
/// <param name="Modified">When the content was last written; a person or a tool may set it.</param>
/// <param name="Changed">When the kernel last saw a change, which nobody can set; 0 where there is no such time.</param>
/// <param name="Inode">The file's number on its disk; 0 where there is none.</param>
internal readonly record struct FileIdentity(long Size, long Modified, long Changed, ulong Inode)
{
    private const int CurrentFolder = -100;
    private const uint BasicFields = 0x7FF;
    private const int StatxSize = 256;
    private const ushort KindMask = 0xF000;
    private const ushort RegularKind = 0x8000;
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long NanosecondsPerTick = 100;

    /// <summary>Neither a folder nor a pipe, socket or device.</summary>
    public bool IsRegular { get; private init; } = true;

    /// <summary>Of what the path leads to, through links.</summary>
    /// <exception cref="FileNotFoundException">There is nothing.</exception>
    public static FileIdentity Of(string path)
    {
        try
        {
            return OperatingSystem.IsLinux() ? OfKernel(path) : OfRuntime(path);
        }
        catch (EntryPointNotFoundException)
        {
            return OfRuntime(path);
        }
    }

    /// <summary>Another write within the grain of the clock would leave the times as they are: they prove nothing yet.</summary>
    public bool IsRacy(DateTimeOffset now, TimeSpan grain)
    {
        var newest = DateTimeOffset.UnixEpoch.AddTicks(Math.Max(Modified, Changed) / NanosecondsPerTick);
        return now - newest < grain;
    }

    private static FileIdentity OfRuntime(string path)
    {
        var file = new FileInfo(path);
        var modified = (file.LastWriteTimeUtc - DateTime.UnixEpoch).Ticks * NanosecondsPerTick;
        return new FileIdentity(file.Length, modified, 0, 0);
    }

    /// <summary>The layout of the answer is the same on all architectures: man 2 statx.</summary>
    private static FileIdentity OfKernel(string path)
    {
        var answer = new byte[StatxSize];
        if (statx(CurrentFolder, Encoding.UTF8.GetBytes(path + '\0'), 0, BasicFields, answer) != 0)
            return OfRuntime(path);
        var kind = BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(28)) & KindMask;
        return new FileIdentity(Signed(answer, 40), Time(answer, 112), Time(answer, 96), (ulong)Signed(answer, 32))
        {
            IsRegular = kind == RegularKind,
        };
    }

    private static long Time(byte[] answer, int offset) =>
        (Signed(answer, offset) * NanosecondsPerSecond) + BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(offset + 8));

    private static long Signed(byte[] answer, int offset) => BinaryPrimitives.ReadInt64LittleEndian(answer.AsSpan(offset));

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(int folder, byte[] path, int flags, uint mask, byte[] answer);
}
