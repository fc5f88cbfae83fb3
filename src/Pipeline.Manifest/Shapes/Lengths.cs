using System.Text.Json.Nodes;

namespace Pipeline.Manifest.Shapes;

internal static class Lengths
{
    /// <param name="length">How many there are.</param>
    /// <param name="schema">Is added to.</param>
    /// <param name="noun">"Length", "Items" or "Properties", as JSON Schema counts.</param>
    public static void Write(Bounds length, JsonObject schema, string noun)
    {
        if (double.IsFinite(length.Low) && length.Low > 0)
            schema["min" + noun] = (int)length.Low;
        if (double.IsFinite(length.High))
            schema["max" + noun] = (int)length.High;
    }
}
