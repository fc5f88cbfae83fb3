namespace Pipeline.Reporting.ModelCards;

/// <summary>How something came to stand on a model card.</summary>
public enum Evidence
{
    /// <summary>The toolkit saw it itself: it counted, timed, computed or digested it.</summary>
    Measured,

    /// <summary>People said so in the manifest, and nothing can check it.</summary>
    Declared,

    /// <summary>Nobody measured or said it.</summary>
    Missing,
}
