using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace Nuke.Common.Tooling;

public static class ConfigureExtensions
{
    /// <summary>Applies a configuration, if there is one.</summary>
    public static T InvokeSafe<T>(this Configure<T> configurator, T obj) => configurator == null ? obj : configurator(obj);

    /// <summary>Runs each variant, so many at a time; the results are in the order of the variants.</summary>
    /// <param name="completeOnFailure">Whether the variants after a failed one are run all the same.</param>
    /// <exception cref="AggregateException">Some of the calls failed.</exception>
    public static IReadOnlyCollection<(TOptions, IReadOnlyCollection<Output>)> Invoke<TOptions>(
        this CombinatorialConfigure<TOptions> configurator,
        Func<TOptions, IReadOnlyCollection<Output>> executor,
        int degreeOfParallelism,
        bool completeOnFailure)
        where TOptions : ToolOptions, new()
    {
        var variants = configurator(new TOptions()).ToList();
        var results = new IReadOnlyCollection<Output>[variants.Count];
        var failures = new ConcurrentQueue<Exception>();
        Parallel.For(0, variants.Count, new ParallelOptions { MaxDegreeOfParallelism = degreeOfParallelism }, (i, state) =>
        {
            try
            {
                if (completeOnFailure || failures.IsEmpty)
                    results[i] = executor(variants[i]);
            }
            catch (Exception exception)
            {
                failures.Enqueue(exception);
            }
        });
        return failures.IsEmpty ? [.. variants.Zip(results)] : throw new AggregateException(failures);
    }
}
