using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Delivery.Builds;
using Pipeline.Delivery.Programs;
using Pipeline.Delivery.Stages;
using Pipeline.Environments;
using Pipeline.Evaluation.Serving;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Onnx;
using Pipeline.Packaging;
using Pipeline.Packaging.Layers;
using Pipeline.Statistics;

namespace Pipeline.Delivery.Serving;

/// <summary>Measures a model in the server that will serve it.</summary>
internal interface IServerMeasurer
{
    /// <param name="artifact">The model.</param>
    /// <param name="rows">What may be asked; one that a server would refuse is left out.</param>
    /// <param name="spec">How much is asked.</param>
    /// <param name="cancellationToken">Ends it, and the server with it.</param>
    /// <returns>What could not be measured says why; it is no exception.</returns>
    Task<ServerTest> MeasureAsync(ModelArtifact artifact, Table rows, ServerSpec spec, CancellationToken cancellationToken);
}

/// <summary>In the image that would be packaged, unpacked to a folder of its own, by a process that ends with it.</summary>
/// <param name="workspace">The model.</param>
/// <param name="maker">Makes the image.</param>
/// <param name="programs">Knows the server's version.</param>
/// <param name="face">Told what takes long.</param>
internal sealed class ServerMeasurer(
    ModelWorkspace workspace, ImageMaker maker, ProgramPackages programs, IDeliveryFace face) : IServerMeasurer
{
    private const double Megabyte = 1e6;
    private const int MostShown = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task<ServerTest> MeasureAsync(
        ModelArtifact artifact, Table rows, ServerSpec spec, CancellationToken cancellationToken)
    {
        using var work = LongWork.Begin($"Measuring {workspace.Name} in its server", "a gate asks for it", face, workspace.Clock);
        var bodies = RequestBodies.Of(artifact.Signature, rows, spec);
        var test = new ServerTest
        {
            Machine = Describe(),
            Program = $"{await programs.FindServerAsync(cancellationToken)}",
            MeasuredAt = workspace.Clock.GetUtcNow(),
            Load = new ServerLoad
            {
                Rows = bodies.Count,
                WarmUp = spec.WarmUp,
                Requests = spec.Requests,
                Connections = spec.Connections,
                Seed = spec.Seed,
                Failed = 0,
            },
            Measurements = [],
        };
        var folder = Directory.CreateTempSubdirectory("pipeline-server-").FullName;
        try
        {
            var image = await maker.MakeAsync(artifact, Path.Combine(folder, "layout"), cancellationToken);
            return await MeasureAsync(new Trial(artifact, image, bodies, spec, folder), test, cancellationToken);
        }
        catch (InvalidInputException exception)
        {
            var problem = exception.Problems[0];
            return Without(test, artifact, null, $"its image cannot be made: {problem.Message.TrimEnd('.')}", []);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<ServerTest> MeasureAsync(Trial trial, ServerTest test, CancellationToken cancellationToken)
    {
        if (trial.Bodies.Count == 0)
            return Without(test, trial.Artifact, trial.Image, "its server would refuse every test row", []);
        var announce = Path.Combine(trial.Folder, "address");
        try
        {
            var launch = await UnpackAsync(trial, announce, cancellationToken);
            await using var server = await ServerProcess.StartAsync(launch, announce, Patience, cancellationToken);
            var loaded = server.Memory;
            using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
            try
            {
                var load = await new LoadTest(http, trial.Bodies, trial.Spec).RunAsync(server.Address, cancellationToken);
                return test with
                {
                    Load = test.Load with { Failed = load.Failed },
                    Latencies = LoadTest.Curve(load.Latencies),
                    Measurements =
                    [
                        .. load.ToMeasurements(),
                        Of(ServerFigures.StartTime, server.StartTime.TotalSeconds),
                        Resident(ServerFigures.MemoryLoaded, loaded?.Now),
                        Resident(ServerFigures.Memory, server.Memory?.Most),
                        .. Sizes(trial.Artifact, trial.Image),
                    ],
                    Log = load.Failed > 0 ? server.Log : [],
                };
            }
            catch (HttpRequestException exception)
            {
                var reason = $"its server stopped answering ({exception.Message.TrimEnd('.')})";
                return Without(test, trial.Artifact, trial.Image, reason, server.Log);
            }
        }
        catch (ServerNotReadyException exception)
        {
            return Without(test, trial.Artifact, trial.Image, $"its server does not answer: {exception.Reason}", exception.Log);
        }
    }

    private static async Task<ServerLaunch> UnpackAsync(Trial trial, string announce, CancellationToken cancellationToken)
    {
        var root = Path.Combine(trial.Folder, "image");
        await new LayerExtractor(new ExtractionLimits())
            .ExtractAsync(trial.Image.Layout, trial.Image.Digest, root, cancellationToken);
        var isOnnx = trial.Artifact.Signature.Flavor == OnnxFlavor.FlavorName;
        var variables = OnnxFlavor.Variables.Where(_ => isOnnx).Append(new("DOTNET_EnableDiagnostics", "0")).ToDictionary();
        return new ServerLaunch
        {
            Folder = root,
            Command = "app/Pipeline.Serving",
            Arguments = ["--model", Path.Combine(root, "model"), "--address", "127.0.0.1:0", "--announce", announce],
            Variables = variables,
        };
    }

    /// <summary>What is known without a server is measured all the same.</summary>
    private static ServerTest Without(
        ServerTest test, ModelArtifact artifact, PackagedImage? image, string reason, IReadOnlyList<string> log)
    {
        var said = log.Count == 0 ? "" : $"; it said last: {string.Join(" / ", log.TakeLast(MostShown))}";
        var known = Sizes(artifact, image).Where(measured => measured.Value is MeasuredValue.Number).ToList();
        return test with
        {
            Log = log,
            Measurements =
            [
                .. ServerFigures.All.Select(name => known.Find(measured => measured.Name == name)
                    ?? Of(name, new MeasuredValue.NotMeasured(reason + said))),
            ],
        };
    }

    private static IEnumerable<Measurement> Sizes(ModelArtifact artifact, PackagedImage? image)
    {
        yield return Of(ServerFigures.ModelSize, artifact.Files.Values.Sum(file => (long)file.Length) / Megabyte);
        yield return Of(
            ServerFigures.ImageSize,
            image is null ? new MeasuredValue.NotMeasured("there is no image") : image.Size / Megabyte);
    }

    private static Measurement Resident(string name, long? bytes) => Of(name, bytes is { } known
        ? known / Megabyte
        : new MeasuredValue.NotMeasured("this system has no /proc to read it from"));

    private static Measurement Of(string name, MeasuredValue value) =>
        new() { Name = name, Unit = ServerFigures.UnitOf(name), Value = value };

    private static RunEnvironment Describe() => new()
    {
        System = RuntimeInformation.OSDescription,
        Architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
        Processors = Environment.ProcessorCount,
        Runtime = RuntimeInformation.FrameworkDescription,
    };

    private sealed record Trial(
        ModelArtifact Artifact, PackagedImage Image, IReadOnlyList<byte[]> Bodies, ServerSpec Spec, string Folder);
}

/// <summary>Rows as the bodies of requests to predict.</summary>
internal static class RequestBodies
{
    /// <summary>Rows drawn without putting any back, as many as there are at most.</summary>
    public static IReadOnlyList<byte[]> Of(ModelSignature signature, Table rows, ServerSpec spec)
    {
        var answered = signature.AnsweredRows(rows).ToArray();
        var random = new SeededRandom(spec.Seed, stream: 0);
        var count = Math.Min(spec.Rows, answered.Length);
        // The first draws of a Fisher-Yates shuffle.
        for (var drawn = 0; drawn < count; drawn++)
        {
            var other = drawn + random.Below(answered.Length - drawn);
            (answered[drawn], answered[other]) = (answered[other], answered[drawn]);
        }

        var chosen = rows.Select(new ArraySegment<int>(answered, 0, count));
        return [.. Enumerable.Range(0, count).Select(row => JsonSerializer.SerializeToUtf8Bytes(Inputs(signature, chosen, row)))];
    }

    /// <summary>The inputs that the row has a value of, by name.</summary>
    public static JsonObject Inputs(ModelSignature signature, Table rows, int row)
    {
        var inputs = new JsonObject();
        foreach (var column in signature.Inputs.Select(x => rows[x.Name]).Where(x => !x.IsMissing(row)))
            inputs[column.Name] = column is NumberColumn number ? number.Values[row] : column.Text(row);
        return inputs;
    }
}
