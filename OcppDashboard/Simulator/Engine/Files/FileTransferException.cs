namespace OcppDashboard.Simulator.Engine.Files;

/// <summary>A file did not get through; the message says why.</summary>
internal sealed class FileTransferException(string message, Exception? inner = null) : Exception(message, inner);
