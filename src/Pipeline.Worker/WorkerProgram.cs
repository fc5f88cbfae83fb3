using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Training.Jobs;

namespace Pipeline.Worker;

/// <summary>
/// The process: it does one job and ends. 0 where a result was written, also one that says what is wrong with the input; 1 when
/// the world failed, which another attempt may mend; 2 where there is no job to believe; 130 when it was asked to end.
/// </summary>
internal sealed class WorkerProgram(TimeProvider clock, TextWriter output, TextWriter errors)
{
    private const int WorldFailed = 1;
    private const int WrongInput = 2;
    private const int Interrupted = 130;

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            var options = WorkerOptions.Read(arguments).OrThrow();
            var token = (await File.ReadAllTextAsync(options.Token, cancellationToken)).Trim();
            var folder = new JobFolder(options.Folder, Convert.FromHexString(token));
            var job = (await folder.ReadJobAsync(options.Job, cancellationToken)).OrThrow();
            await output.WriteLineAsync($"Doing {job.Title()}, job {options.Job.Brief}.");
            var result = await new JobWork(options, folder, clock, output).DoAsync(job, cancellationToken);
            await folder.PutAsync(result, cancellationToken);
            foreach (var problem in result.Problems)
                await errors.WriteLineAsync($"{problem.ToProblem()}");
            await output.WriteLineAsync("The result is written.");
            return 0;
        }
        catch (InvalidInputException exception)
        {
            await errors.WriteLineAsync(exception.Message);
            return WrongInput;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Interrupted;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException
            or UnreadableModelException)
        {
            await errors.WriteLineAsync(exception.Message);
            return WorldFailed;
        }
    }
}

/// <summary>Where a worker finds what it needs.</summary>
/// <param name="Folder">Through which jobs come and results go.</param>
/// <param name="Job">Which one is to be done.</param>
/// <param name="Remote">The folder of the dataset remote; it is only read.</param>
/// <param name="Token">A file with what results are sealed with, in hexadecimal digits.</param>
/// <param name="Work">A folder for whatever is gone afterwards; it need not be there.</param>
internal sealed record WorkerOptions(string Folder, Digest Job, string Remote, string Token, string Work)
{
    private static readonly string[] Names = ["--folder", "--job", "--remote", "--token", "--work"];

    public static Validated<WorkerOptions> Read(IReadOnlyList<string> arguments)
    {
        var given = arguments.Chunk(2).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
        if (given.Count != Names.Length || arguments.Count != 2 * Names.Length || !Names.All(given.ContainsKey))
        {
            return Validated.Invalid<WorkerOptions>(
                new Problem($"A worker takes {string.Join(", ", Names)}, each with a value."));
        }

        return Digest.TryParse(given["--job"], null, out var job)
            ? Validated.Valid(new WorkerOptions(
                given["--folder"], job, given["--remote"], given["--token"], given["--work"]))
            : Validated.Invalid<WorkerOptions>(new Problem($"'{given["--job"]}' is no digest of a job."));
    }
}
