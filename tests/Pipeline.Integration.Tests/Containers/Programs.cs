using Pipeline.Testing;
using Xunit.Sdk;
using Xunit.v3;

// There is one engine, and tests that end it.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Pipeline.Integration.Containers;

/// <summary>The gateway and a model server with bad habits, published as they go into images; once for a run.</summary>
[CollectionDefinition(nameof(Programs))]
public sealed class Programs : ICollectionFixture<Programs>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<ProgramImages> _images;

    public Programs() => _images = new Lazy<ProgramImages>(() => ProgramImages.Publish(Repository.Root, _folder.Path));

    /// <summary>Where no engine is, nobody asks, and nothing is published.</summary>
    internal ProgramImages Images => _images.Value;

    public void Dispose() => _folder.Dispose();
}
