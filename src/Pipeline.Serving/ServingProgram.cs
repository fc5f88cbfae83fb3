using Pipeline.Core.Artifacts;
using Pipeline.Core.Predictions;
using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Models.Explanation;
using Pipeline.Models.Predictions;
using Pipeline.Serving.Configuration;
using Pipeline.Serving.Metrics;
using Pipeline.Serving.Models;

namespace Pipeline.Serving;

/// <summary>The process: 0 after a clean end, 1 when the world failed, 2 for wrong input, which the errors tell.</summary>
internal sealed class ServingProgram(Func<PredictorCatalog> flavors, TimeProvider time, TextWriter output, TextWriter errors)
{
    private const int WorldFailed = 1;
    private const int WrongInput = 2;

    public async Task<int> RunAsync(
        IReadOnlyList<string> arguments, IEnumerable<KeyValuePair<string, string>> variables, CancellationToken cancellationToken)
    {
        if (arguments is [ServerHealth.Word])
            return await ServerHealth.AskAsync(variables, errors);
        if (arguments is [PredictionLogTransfer.Word, var folder])
            return await SendLogAsync(folder, cancellationToken);
        var reader = new ServingArguments();
        if (reader.Help(arguments, output))
            return 0;

        try
        {
            await ServeAsync(reader.Read(arguments, variables).OrThrow(), cancellationToken);
            return 0;
        }
        catch (InvalidInputException exception)
        {
            await errors.WriteLineAsync(exception.Message);
            return WrongInput;
        }
        catch (Exception exception) when (exception is UnreadableModelException or AddressTakenException
            or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(exception.Message);
            return WorldFailed;
        }
    }

    /// <summary>What whoever monitors starts in a server's container: only a container reads the volume with the log.</summary>
    private async Task<int> SendLogAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            await using var request = Console.OpenStandardInput();
            await using var answer = Console.OpenStandardOutput();
            await PredictionLogTransfer.SendAsync(folder, request, answer, cancellationToken);
            return 0;
        }
        catch (IOException exception)
        {
            await errors.WriteLineAsync(exception.Message);
            return WorldFailed;
        }
    }

    private async Task ServeAsync(ServingOptions options, CancellationToken cancellationToken)
    {
        var artifact = await ModelArtifact.ReadAsync(options.Model, cancellationToken);
        using var predictor = flavors().Load(artifact);
        var identity = new ServedModel(options.Name, options.Version, artifact.Digest, options.Environment, options.Revision);
        var server = PredictionIds.ServerNumber(Environment.MachineName, Environment.ProcessId, time.GetUtcNow());
        ServingHost? host = null;
        await using var log = options.Log.Length == 0 ? null : new PredictionLogWriter(
            new PredictionLogOptions
            {
                Folder = options.Log,
                Server = $"{server:x16}",
                FileBytes = options.LogFileBytes,
                KeepBytes = options.LogKeepBytes,
                KeepFor = options.LogKeepFor,
            },
            time,
            exception => host?.WarnOfLostEntries(exception));
        using var metrics = new ServingMetrics(log, identity, artifact.Signature.Task);
        host = new ServingHost(new ServingContext
        {
            Options = options,
            Model = new LoadedModel(predictor, identity, Background.Of(artifact)),
            Metrics = metrics,
            Ids = new PredictionIds(server),
            Time = time,
        });
        await using (host)
        {
            await host.StartAsync(cancellationToken);
            if (options.Announce.Length > 0)
                await AtomicFile.WriteTextAsync(options.Announce, host.Address, cancellationToken);
            await host.WaitAsync(cancellationToken);
        }
    }
}
