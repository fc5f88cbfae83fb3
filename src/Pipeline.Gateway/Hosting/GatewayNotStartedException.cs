namespace Pipeline.Gateway.Hosting;

/// <summary>The gateway cannot do its work; the sentence says what is in the way.</summary>
internal sealed class GatewayNotStartedException(string sentence) : Exception(sentence);
