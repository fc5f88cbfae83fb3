using System.Collections;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Onnx;
using Pipeline.Serving.Models;

namespace Pipeline.Serving;

/// <summary>The composition: real time, the real environment, and the formats of models that can be loaded.</summary>
internal static class Program
{
    public static Task<int> Main(string[] arguments)
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(x => KeyValuePair.Create((string)x.Key, (string?)x.Value ?? ""));
        var program = new ServingProgram(Flavors, TimeProvider.System, Console.Out, Console.Error);
        return program.RunAsync(arguments, variables, CancellationToken.None);
    }

    private static PredictorCatalog Flavors() =>
        new([new MLNetFlavor(), new OnnxFlavor(), .. ExtensionFlavors.In(AppContext.BaseDirectory)]);
}
