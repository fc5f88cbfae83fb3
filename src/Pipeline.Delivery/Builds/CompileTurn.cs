namespace Pipeline.Delivery.Builds;

/// <summary>
/// One compiler at a time in a clone: two builds would write the same files. The operating system gives the turn back when its
/// owner ends, however it ends.
/// </summary>
public sealed class CompileTurn : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly FileStream _file;

    private CompileTurn(FileStream file) => _file = file;

    /// <summary>Null while another build compiles in this clone.</summary>
    public static CompileTurn? TryTake(string folder)
    {
        try
        {
            return Open(PathIn(folder));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <param name="folder">The temporary one of the clone, which is there.</param>
    /// <param name="say">Told once, where somebody else has the turn.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static CompileTurn Take(string folder, Action<string> say, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(say);
        var path = PathIn(folder);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return Open(path);
            }
            catch (IOException) when (File.Exists(path))
            {
                if (attempt == 0)
                    say("Another build compiles in this clone; waiting for it");
                cancellationToken.WaitHandle.WaitOne(Pause);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    public void Dispose() => _file.Dispose();

    private static string PathIn(string folder) => Path.Combine(folder, "compile.lock");

    private static CompileTurn Open(string path) =>
        new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
}
