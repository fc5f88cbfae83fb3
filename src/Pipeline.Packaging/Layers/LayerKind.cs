namespace Pipeline.Packaging.Layers;

/// <summary>What a layer holds, in the order of an image: what changes most often comes last.</summary>
public enum LayerKind
{
    /// <summary>The loader and the C libraries.</summary>
    Base,

    /// <summary>.NET and the packages that the server uses.</summary>
    Runtime,

    /// <summary>The server's own assemblies.</summary>
    App,

    /// <summary>The team's own assemblies.</summary>
    Extensions,

    /// <summary>The model and its signature.</summary>
    Model,
}
