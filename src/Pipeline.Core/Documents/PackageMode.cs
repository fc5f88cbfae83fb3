namespace Pipeline.Core.Documents;

/// <summary>Where the five replaceable packages of a build came from.</summary>
public enum PackageMode
{
    /// <summary>The real packages of the feed.</summary>
    Nuget,

    /// <summary>This toolkit's own implementations.</summary>
    Polyfill,
}
