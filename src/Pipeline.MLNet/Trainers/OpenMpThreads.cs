using System.Runtime.InteropServices;

namespace Pipeline.MLNet.Trainers;

/// <summary>
/// Keeps what this thread starts by OpenMP to a number of threads, and gives it back all when it is disposed of, on the same
/// thread. A number among LightGBM's own options would go into the saved model; OpenMP's is of the thread alone.
/// </summary>
internal sealed class OpenMpThreads : IDisposable
{
    private readonly int _before;

    private OpenMpThreads(int before) => _before = before;

    /// <summary>
    /// Null where no number is wanted, or the library is another than GNU's: then trainings share the machine anyhow.
    /// </summary>
    public static OpenMpThreads? Keep(int? threads)
    {
        if (threads is not { } count)
            return null;
        try
        {
            var kept = new OpenMpThreads(Most());
            Set(count);
            return kept;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    public void Dispose() => Set(_before);

    [DllImport("libgomp.so.1", EntryPoint = "omp_get_max_threads", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Most();

    [DllImport("libgomp.so.1", EntryPoint = "omp_set_num_threads", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void Set(int threads);
}
