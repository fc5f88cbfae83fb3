using Pipeline.Core.Problems;

namespace Pipeline.Governance.Registry;

/// <summary>What a request comes to in one state of the registry.</summary>
internal abstract record Decision<T>
    where T : notnull
{
    private Decision()
    {
    }

    /// <summary>There is nothing to write.</summary>
    public sealed record Answer(Validated<T> Result) : Decision<T>;

    /// <param name="Event">To be written, if the state is still the same.</param>
    /// <param name="Result">The answer, once it has been.</param>
    public sealed record Write(RegistryEvent Event, Func<Act, T> Result) : Decision<T>;
}
