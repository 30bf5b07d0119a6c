"""Pages by section: pages/<section>/NN_name.py. One directly here would be served without the frame."""
