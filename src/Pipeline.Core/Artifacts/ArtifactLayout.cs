using Pipeline.Core.Identity;

namespace Pipeline.Core.Artifacts;

/// <summary>What was made of a model, for people and for later stages: <c>artifacts/&lt;model&gt;/</c> below the root.</summary>
/// <param name="root">The root of the team's repository.</param>
/// <param name="model">Whose artifacts these are.</param>
public sealed class ArtifactLayout(string root, ModelName model)
{
    public string Folder { get; } = Path.Combine(Path.GetFullPath(root), "artifacts", model.ToString());

    public string Dataset => Path.Combine(Folder, "dataset.json");

    /// <summary>What the values of the dataset are like.</summary>
    public string Profile => Path.Combine(Folder, "profile.json");

    public string Run => Path.Combine(Folder, "run.json");

    /// <summary>What a search of options tried; not there where none was asked for.</summary>
    public string Search => Path.Combine(Folder, "search.json");

    /// <summary>The trials of searches that may be interrupted, which no person opens.</summary>
    public string Trials => Path.Combine(Folder, ".search");

    /// <summary>The folder of what training made: the model's own files, apart from everything said about it.</summary>
    public string Model => Path.Combine(Folder, "model");

    /// <summary>The identities of the rows that the model learned from, as the set of rows writes them.</summary>
    public string Learned => Path.Combine(Folder, "learned.rows");

    public string Evaluation => Path.Combine(Folder, "evaluation.json");

    public string ModelCard => Path.Combine(Folder, "model-card.md");

    /// <summary>The OCI layout of the image.</summary>
    public string Image => Path.Combine(Folder, "image");

    /// <summary>The records of stages, which no person opens.</summary>
    public string Stages => Path.Combine(Folder, ".stages");

    /// <summary>Any other artifact.</summary>
    /// <exception cref="ArgumentException">The path leaves the folder.</exception>
    public string PathOf(string relative) => ContainedPath.Resolve(Folder, relative);
}
