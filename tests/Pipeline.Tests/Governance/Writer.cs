using System.Diagnostics;
using Pipeline.Testing;

namespace Pipeline.Governance;

/// <summary>The program that writes to journals, stores and registries from a process of its own.</summary>
internal sealed class Writer : IDisposable
{
    private readonly Process _process;

    public Writer(string folder, params string[] arguments) => _process = Child.Start("dotnet", [Assembly, .. arguments], folder);

    private static string Assembly => Path.Combine(AppContext.BaseDirectory, "GovernanceWriter.dll");

    public int Id => _process.Id;

    /// <summary>The lines that it prints in a run to its end.</summary>
    public static IReadOnlyList<string> Run(string folder, params string[] arguments)
    {
        var child = Child.Run("dotnet", [Assembly, .. arguments], folder);
        child.ExitCode.ShouldBe(0, child.Text);
        return Lines(child.Output);
    }

    /// <summary>As <see cref="Run"/>, all at once.</summary>
    public static Task<IReadOnlyList<string>[]> RunTogetherAsync(string folder, params string[][] runs) =>
        Task.WhenAll(runs.Select(x => Task.Run(() => Run(folder, x))));

    public async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = await _process.StandardOutput.ReadLineAsync(cancellationToken);
        return line ?? throw new InvalidOperationException(await _process.StandardError.ReadToEndAsync(cancellationToken));
    }

    public void Go()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
    }

    /// <summary>SIGKILL after the given number of lines; returns all whole lines that it came to print.</summary>
    public async Task<IReadOnlyList<string>> KillAfterAsync(int lines, CancellationToken cancellationToken)
    {
        var printed = new List<string>();
        while (printed.Count < lines)
            printed.Add(await ReadLineAsync(cancellationToken));
        _process.Kill();
        var rest = await _process.StandardOutput.ReadToEndAsync(cancellationToken);
        return [.. printed, .. Lines(rest[..(rest.LastIndexOf('\n') + 1)])];
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
