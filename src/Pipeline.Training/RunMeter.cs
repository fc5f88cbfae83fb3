using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Training;

/// <summary>
/// Measures what a training takes of the machine, for this process as a whole: what a trainer starts as a process of its own is
/// not in it.
/// </summary>
internal sealed class RunMeter : IDisposable
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _clock;
    private readonly long _begin;
    private readonly TimeSpan _cpu;
    private readonly long _peakBefore;
    private readonly ITimer _timer;
    private long _sampled;

    public RunMeter(TimeProvider clock)
    {
        _clock = clock;
        StartedAt = clock.GetUtcNow();
        _begin = clock.GetTimestamp();
        using var process = Process.GetCurrentProcess();
        (_cpu, _peakBefore, _sampled) = (process.TotalProcessorTime, process.PeakWorkingSet64, process.WorkingSet64);
        _timer = clock.CreateTimer(_ => Sample(), null, Often, Often);
    }

    public DateTimeOffset StartedAt { get; }

    public TimeSpan Elapsed => _clock.GetElapsedTime(_begin);

    /// <summary>
    /// Adds what was taken so far. A peak that the process never had before is the training's; else it is the most that was seen.
    /// </summary>
    public RunCircumstances Measure(RunCircumstances circumstances)
    {
        Sample();
        using var process = Process.GetCurrentProcess();
        var peak = process.PeakWorkingSet64;
        return circumstances with
        {
            Cpu = process.TotalProcessorTime - _cpu,
            PeakMemory = peak > _peakBefore ? peak : Interlocked.Read(ref _sampled),
        };
    }

    public void Dispose() => _timer.Dispose();

    private void Sample()
    {
        using var process = Process.GetCurrentProcess();
        var now = process.WorkingSet64;
        for (var most = Interlocked.Read(ref _sampled); now > most; most = Interlocked.Read(ref _sampled))
            Interlocked.CompareExchange(ref _sampled, now, most);
    }
}

/// <summary>Looks at the machine.</summary>
internal static class RunMachine
{
    /// <summary>What the process runs on, with the libraries of a trainer that are loaded: after it has trained, all.</summary>
    public static RunEnvironment Describe(ITrainer trainer) => new()
    {
        System = RuntimeInformation.OSDescription,
        Architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
        Processors = Environment.ProcessorCount,
        Runtime = RuntimeInformation.FrameworkDescription,
        Libraries = Libraries(trainer.GetType().Assembly),
    };

    private static SortedDictionary<string, string> Libraries(Assembly assembly)
    {
        var wanted = assembly.GetReferencedAssemblies().Select(name => name.Name).ToHashSet(StringComparer.Ordinal);
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var loaded in (AssemblyLoadContext.GetLoadContext(assembly) ?? AssemblyLoadContext.Default).Assemblies)
        {
            if (loaded.GetName().Name is { } name && wanted.Contains(name) && !IsOfThePlatform(name))
                versions[name] = VersionOf(loaded);
        }

        return versions;
    }

    private static bool IsOfThePlatform(string name) =>
        name is "netstandard" or "mscorlib" || name.StartsWith("System.", StringComparison.Ordinal)
        || name.StartsWith("Pipeline.", StringComparison.Ordinal);

    /// <summary>Of a package its own version, without the commit that it was built from.</summary>
    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? assembly.GetName().Version?.ToString() ?? "unknown";
}
