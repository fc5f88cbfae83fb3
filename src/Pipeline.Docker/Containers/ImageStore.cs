using System.IO.Pipelines;
using Docker.DotNet.Models;
using Pipeline.Core.Identity;
using Pipeline.Deployment.Rollouts;
using Pipeline.Docker.Hosts;
using Pipeline.Packaging.Images;

namespace Pipeline.Docker.Containers;

/// <summary>Images of ours on an engine, each loaded once.</summary>
internal sealed class ImageStore(DockerConnection engine)
{
    public const string GatewayRepository = "gateway";

    /// <summary>The engine's name of an image that was loaded to it; null where it is not there.</summary>
    public async Task<string?> FindAsync(string repository, ImageDigest image, CancellationToken cancellationToken)
    {
        var name = ContainerNames.ImageName(repository, image);
        return await engine.FindAsync(x => x.Images.InspectImageAsync(name, cancellationToken)) is null ? null : name;
    }

    /// <summary>
    /// Renews when an image was last used, so that nobody removes it before something points to it: an engine notes when an image
    /// was given a name, also the one that it has.
    /// </summary>
    public Task RenewAsync(string name, CancellationToken cancellationToken)
    {
        var at = name.LastIndexOf(':');
        var parameters = new ImageTagParameters { RepositoryName = name[..at], Tag = name[(at + 1)..], Force = true };
        return engine.AskAsync(x => x.Images.TagImageAsync(name, parameters, cancellationToken));
    }

    /// <summary>The newest image of a repository, by the engine's name; null without one.</summary>
    public async Task<string?> FindAnyAsync(string repository, CancellationToken cancellationToken) =>
        await ListAsync(repository, cancellationToken) is [var newest, ..] ? newest : null;

    /// <summary>All images of a repository, by the engine's names; those that were made last come first.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string repository, CancellationToken cancellationToken)
    {
        var reference = $"pipeline/{repository}";
        var found = await engine.AskAsync(x => x.Images.ListImagesAsync(
            new ImagesListParameters
            {
                Filters = new Dictionary<string, IDictionary<string, bool>>
                {
                    ["reference"] = new Dictionary<string, bool> { [reference] = true },
                },
            },
            cancellationToken));
        return
        [
            .. found.OrderByDescending(x => x.Created).SelectMany(x => x.RepoTags ?? [])
                .Where(x => x.StartsWith($"{reference}:", StringComparison.Ordinal)),
        ];
    }

    /// <summary>
    /// Loads an image where it is not there. A name can be given to anything: what an image is shows in the digests of its
    /// layers, which every store keeps.
    /// </summary>
    /// <returns>The engine's name of it.</returns>
    /// <exception cref="EngineFailedException">The engine does not take it.</exception>
    public async Task<string> EnsureAsync(string repository, string layout, CancellationToken cancellationToken)
    {
        var image = await ImageIdentity.ReadAsync(layout, cancellationToken);
        var name = ContainerNames.ImageName(repository, image.Digest);
        if (await HasAsync(name, image, cancellationToken))
        {
            await RenewAsync(name, cancellationToken);
            return name;
        }

        var version = await engine.AskAsync(x => x.System.GetVersionAsync(cancellationToken));
        if (version.Os != "linux" || version.Arch != image.Architecture)
        {
            throw new EngineFailedException(
                engine.Title, $"runs {version.Os} on {version.Arch}, and the image is for linux on {image.Architecture}.");
        }

        await LoadAsync(layout, name, cancellationToken);
        if (!await HasAsync(name, image, cancellationToken))
            throw new EngineFailedException(engine.Title, $"did not keep the image '{name}' as it was loaded.");
        await RenewAsync(name, cancellationToken);
        return name;
    }

    private async Task<bool> HasAsync(string name, ImageIdentity image, CancellationToken cancellationToken) =>
        await engine.FindAsync(x => x.Images.InspectImageAsync(name, cancellationToken)) is { RootFS.Layers: { } layers }
        && layers.SequenceEqual(image.DiffIds.Select(x => x.ToString()));

    private async Task LoadAsync(string layout, string name, CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        var writing = WriteAsync(layout, name, pipe.Writer, cancellationToken);
        var trouble = "";
        var progress = new Told(x => trouble = x.Error?.Message ?? x.ErrorMessage ?? trouble);
        await engine.AskAsync(async x =>
        {
            await using var archive = pipe.Reader.AsStream();
            await x.Images.LoadImageAsync(new ImageLoadParameters { Quiet = true }, archive, progress, cancellationToken);
        });
        await writing;
        if (trouble.Length > 0)
            throw new EngineFailedException(engine.Title, $"did not load the image: {trouble.TrimEnd('.')}.");
    }

    /// <summary>What fails here fails the reader, too: the engine is not left with half an archive to wait for.</summary>
    private static async Task WriteAsync(string layout, string name, PipeWriter writer, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = writer.AsStream(leaveOpen: true);
            await ImageArchive.WriteAsync(layout, name, stream, cancellationToken);
            await writer.CompleteAsync();
        }
        catch (Exception exception)
        {
            await writer.CompleteAsync(exception);
            throw;
        }
    }

    /// <summary>At once, in the order in which it is told.</summary>
    private sealed class Told(Action<JSONMessage> tell) : IProgress<JSONMessage>
    {
        public void Report(JSONMessage value) => tell(value);
    }
}
