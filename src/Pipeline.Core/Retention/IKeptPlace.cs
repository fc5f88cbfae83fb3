namespace Pipeline.Core.Retention;

/// <summary>A place with kept things, which knows what points to them and what keeps others from changing them.</summary>
public interface IKeptPlace
{
    /// <summary>As in "production of loan-default".</summary>
    string Title { get; }

    /// <summary>Everything that limits may apply to, with what points to it. Changes nothing.</summary>
    /// <exception cref="UnclearPlaceException">It cannot be known what points to what.</exception>
    Task<IReadOnlyList<KeptEntry>> ListAsync(CancellationToken cancellationToken);

    /// <summary>What points to things now, by their paths: asked once more while the place is held.</summary>
    /// <exception cref="UnclearPlaceException">It cannot be known any more.</exception>
    Task<IReadOnlyDictionary<string, string>> FindPointersAsync(CancellationToken cancellationToken);

    /// <summary>Keeps those out who would point to something, until it is disposed. Held for as long as renaming takes.</summary>
    /// <exception cref="UnclearPlaceException">Somebody is at work there.</exception>
    Task<IAsyncDisposable> HoldAsync(CancellationToken cancellationToken);
}

/// <summary>Nothing is removed in a place of which it is not clear what is needed there.</summary>
public sealed class UnclearPlaceException : Exception
{
    /// <param name="title">Of the place.</param>
    /// <param name="reason">As half a sentence.</param>
    /// <param name="inner">What made it unclear.</param>
    public UnclearPlaceException(string title, string reason, Exception? inner = null)
        : base($"In {title} nothing was removed: {reason}.", inner)
    {
    }
}
