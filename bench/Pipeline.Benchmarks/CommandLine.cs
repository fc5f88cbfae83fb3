namespace Pipeline.Benchmarks;

/// <summary>
/// Runs the named benchmarks in the order given: 0 when all have run, 1 when one could not, 2 for a wrong name.
/// </summary>
internal sealed class CommandLine(IReadOnlyList<Benchmark> benchmarks, TextWriter output, TextWriter errors)
{
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments.Count == 0 || arguments.Any(x => x is "--help" or "-h"))
        {
            await ShowHelpAsync();
            return 0;
        }

        var unknown = arguments.Where(x => benchmarks.All(benchmark => benchmark.Name != x)).ToList();
        if (unknown.Count > 0)
        {
            await errors.WriteLineAsync($"There is no benchmark '{string.Join("', '", unknown)}'; there is {Names()}.");
            return 2;
        }

        return await RunNamedAsync(arguments, cancellationToken);
    }

    private async Task<int> RunNamedAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var name in names)
                await benchmarks.Single(x => x.Name == name).RunAsync(output, cancellationToken);
            return 0;
        }
        catch (CommandFailedException failure)
        {
            await errors.WriteLineAsync(failure.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
    }

    private async Task ShowHelpAsync()
    {
        await output.WriteLineAsync("Usage: dotnet run --project bench/Pipeline.Benchmarks -c Release -- <name>...");
        await output.WriteLineAsync();
        foreach (var benchmark in benchmarks)
            await output.WriteLineAsync($"  {benchmark.Name,-16}{benchmark.Summary}");
    }

    private string Names() => string.Join(", ", benchmarks.Select(x => x.Name));
}
