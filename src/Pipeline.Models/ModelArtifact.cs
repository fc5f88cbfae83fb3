using System.Collections.Immutable;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Identity;

namespace Pipeline.Models;

/// <summary>The files that a model is loaded from, its signature among them. Their bytes are what the model is.</summary>
public sealed class ModelArtifact
{
    private const long MostBytes = 1L << 30;

    /// <param name="signature">Written as <see cref="ModelSignature.FileName"/>, with the digests of the files.</param>
    /// <param name="files">The others: plain names and bytes.</param>
    /// <exception cref="ArgumentException">A name is not a plain file name, or is the signature's.</exception>
    public ModelArtifact(ModelSignature signature, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        ArgumentNullException.ThrowIfNull(signature);
        ArgumentNullException.ThrowIfNull(files);
        foreach (var name in files.Keys.Where(x => x.Length == 0 || x[0] == '.' || x.AsSpan().ContainsAny('/', '\\', ':')))
            throw new ArgumentException($"'{name}' is not the name of a file of a model.", nameof(files));
        var digests = files.ToImmutableSortedDictionary(x => x.Key, x => Digest.OfBytes(x.Value.Span), StringComparer.Ordinal);
        Signature = signature with { Files = digests };
        var written = Signature.ToBytes();
        Files = files.ToImmutableSortedDictionary(StringComparer.Ordinal).Add(ModelSignature.FileName, written);
        Digest = Digest.OfJson(digests.Add(ModelSignature.FileName, Digest.OfBytes(written)));
    }

    public ModelSignature Signature { get; }

    /// <summary>The same model, whose answers come to something else.</summary>
    public ModelArtifact With(DecisionRule decision) => With(Signature with { Decision = decision });

    /// <summary>The same model, whose probability is made another one.</summary>
    /// <param name="calibration">Null for the model's own.</param>
    public ModelArtifact With(Calibration? calibration) => With(Signature with { Calibration = calibration });

    /// <summary>The same model with one more file, or another one of that name.</summary>
    public ModelArtifact With(string file, ReadOnlyMemory<byte> bytes) => new(
        Signature,
        Files.Where(x => x.Key != ModelSignature.FileName && x.Key != file).Append(new(file, bytes))
            .ToDictionary(x => x.Key, x => x.Value));

    private ModelArtifact With(ModelSignature signature) => new(
        signature,
        Files.Where(file => file.Key != ModelSignature.FileName).ToDictionary(file => file.Key, file => file.Value));

    /// <summary>All of them by name, in ordinal order.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files { get; }

    /// <summary>Of the names and the bytes: the model's identity.</summary>
    public Digest Digest { get; }

    /// <summary>Reads every file in a folder, and holds each to the digest that the signature has of it.</summary>
    /// <exception cref="UnreadableModelException">
    /// There is no signature, it is malformed, the files are too large, or they are not those that the signature speaks of.
    /// </exception>
    public static async Task<ModelArtifact> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, ModelSignature.FileName);
        if (!File.Exists(path))
            throw new UnreadableModelException(folder, $"there is no {ModelSignature.FileName}", "Train the model again.");
        var files = new DirectoryInfo(folder).GetFiles();
        if (files.Sum(x => x.Length) > MostBytes)
            throw new UnreadableModelException(folder, $"it has more than {MostBytes} bytes", "Train a smaller one.");
        var signature = ModelSignature.Read(await File.ReadAllBytesAsync(path, cancellationToken), path);
        if (!signature.TryGet(out var valid))
            throw new UnreadableModelException(path, string.Join(' ', signature.Problems).TrimEnd('.'), "Train the model again.");
        var others = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var file in files.Where(x => x.Name != ModelSignature.FileName && x.Name[0] != '.'))
            others.Add(file.Name, await File.ReadAllBytesAsync(file.FullName, cancellationToken));
        return Hold(valid, others, folder);
    }

    /// <summary>The same of files that were brought here, its signature among them.</summary>
    /// <param name="files">By plain name.</param>
    /// <param name="place">Where they are from, for people.</param>
    /// <exception cref="UnreadableModelException">As for a folder.</exception>
    public static ModelArtifact Of(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string place)
    {
        ArgumentNullException.ThrowIfNull(files);
        var path = Path.Combine(place, ModelSignature.FileName);
        if (!files.TryGetValue(ModelSignature.FileName, out var bytes))
            throw new UnreadableModelException(place, $"there is no {ModelSignature.FileName}", "Train the model again.");
        var signature = ModelSignature.Read(bytes.ToArray(), path);
        if (!signature.TryGet(out var valid))
            throw new UnreadableModelException(path, string.Join(' ', signature.Problems).TrimEnd('.'), "Train the model again.");
        return Hold(
            valid, files.Where(x => x.Key != ModelSignature.FileName).ToDictionary(x => x.Key, x => x.Value), place);
    }

    private static ModelArtifact Hold(
        ModelSignature valid, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> others, string place)
    {
        var artifact = new ModelArtifact(valid, others);
        var altered = artifact.Signature.Files.Keys.Union(valid.Files.Keys)
            .FirstOrDefault(x => artifact.Signature.Files.GetValueOrDefault(x) != valid.Files.GetValueOrDefault(x));
        return altered is null ? artifact : throw new UnreadableModelException(
            Path.Combine(place, altered), "it is not the file that its signature speaks of", "Train the model again.");
    }

    /// <summary>
    /// Makes the folder where needed, and removes what another model left there. Each file is there in full or not at all, and
    /// the signature comes last: before it the folder holds no model that anybody would take.
    /// </summary>
    public async Task WriteAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        foreach (var other in Directory.GetFiles(folder).Where(x => !Files.ContainsKey(Path.GetFileName(x))))
            File.Delete(other);
        foreach (var (name, bytes) in Files.OrderBy(x => x.Key == ModelSignature.FileName))
            await AtomicFile.WriteAsync(Path.Combine(folder, name), bytes, cancellationToken);
    }
}

/// <summary>A model's file cannot be read: it is damaged, or not of this toolkit.</summary>
public sealed class UnreadableModelException : Exception
{
    /// <param name="file">The file as the user knows it.</param>
    /// <param name="reason">A clause: "it is not a zip archive".</param>
    /// <param name="advice">What to do, as a sentence.</param>
    /// <param name="innerException">What the reader threw, where it did.</param>
    public UnreadableModelException(string file, string reason, string advice, Exception? innerException = null)
        : base($"The model in '{file}' cannot be loaded: {reason}. {advice}", innerException)
    {
    }
}
