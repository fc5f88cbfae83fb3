namespace Pipeline.Delivery.Programs;

/// <summary>A program of the toolkit that runs outside of the build.</summary>
public enum ToolkitProgram
{
    /// <summary>The inference server, which goes into images.</summary>
    Serving,

    /// <summary>The gateway of an environment.</summary>
    Gateway,

    /// <summary>Does jobs: trainings, trials and profiles.</summary>
    Worker,
}

/// <summary>A program, compiled for a processor, as a NuGet package.</summary>
/// <param name="Program">What it is.</param>
/// <param name="Runtime">What it runs on: "linux-x64".</param>
/// <param name="Version">Of the package: "0.2.0".</param>
public sealed record ProgramPackage(ToolkitProgram Program, string Runtime, string Version)
{
    /// <summary>The folder within the package that has the published program.</summary>
    public const string Folder = "program";

    /// <summary>The name of the package: "Pipeline.Serving.linux-x64".</summary>
    public string Id => $"Pipeline.{Program}.{Runtime}";

    public override string ToString() => $"{Id} {Version}";
}

/// <summary>Where a package can be had.</summary>
/// <param name="Source">A folder of packages besides the feeds that NuGet knows; null for those alone.</param>
/// <param name="Store">The folder that packages are unpacked in; null for the one that NuGet shares among repositories.</param>
public sealed record ProgramFeed(string? Source, string? Store);

/// <summary>
/// Says which packages of programs belong to a build: those of the feed that it was restored from, or, for who works on the
/// toolkit, those that are made of its sources.
/// </summary>
public interface IProgramSource
{
    /// <summary>The package, which is known without making or fetching it.</summary>
    /// <param name="program">What is wanted.</param>
    /// <param name="runtime">What it must run on: "linux-x64".</param>
    /// <param name="cancellationToken">Ends the search.</param>
    Task<ProgramPackage> FindAsync(ToolkitProgram program, string runtime, CancellationToken cancellationToken);

    /// <summary>Sees to it that the package can be restored.</summary>
    /// <param name="package">One that was found.</param>
    /// <param name="face">Told where that takes long.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task<ProgramFeed> OfferAsync(ProgramPackage package, IDeliveryFace face, CancellationToken cancellationToken);
}
