namespace Pipeline.Packaging.Bases;

/// <summary>What an image stands on. There is never a silent fallback from one to another.</summary>
public enum BaseChoice
{
    /// <summary>The loader and the C libraries of the build machine, and nothing else.</summary>
    Host,
}
