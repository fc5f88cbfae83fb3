namespace Pipeline.Polyfills.Nuke.CI;

/// <summary>Tests that set environment variables or capture the console, and therefore run one at a time.</summary>
[CollectionDefinition(nameof(ProcessState), DisableParallelization = true)]
public sealed class ProcessState : IDisposable
{
    private readonly Dictionary<string, string?> _variables = [];
    private readonly TextWriter _console = Console.Out;

    /// <summary>Sets a variable until the end of the test.</summary>
    public void Set(string variable, string? value)
    {
        _variables.TryAdd(variable, Environment.GetEnvironmentVariable(variable));
        Environment.SetEnvironmentVariable(variable, value);
    }

    /// <summary>What the action writes to standard output.</summary>
    public string Written(Action action)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        Console.SetOut(writer);
        action();
        Console.SetOut(_console);
        return writer.ToString();
    }

    public void Dispose()
    {
        Console.SetOut(_console);
        foreach (var (variable, value) in _variables)
            Environment.SetEnvironmentVariable(variable, value);
    }
}
