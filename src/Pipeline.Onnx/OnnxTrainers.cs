using Pipeline.Models;
using Pipeline.Onnx.Commands;

namespace Pipeline.Onnx;

/// <summary>The trainers whose models are ONNX files: made elsewhere, or by a command of a team's own.</summary>
public static class OnnxTrainers
{
    /// <param name="time">Measures how long training takes.</param>
    public static IReadOnlyList<ITrainer> All(TimeProvider time) => [new OnnxTrainer(time), new CommandTrainer(time)];
}
